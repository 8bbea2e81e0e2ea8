"""The office measured: pages and lists in work, with as many cooperatives as asked for."""
