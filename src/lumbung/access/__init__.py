"""Offices, people, appointments, and what each may see and do."""
