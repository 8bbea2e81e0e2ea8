"""Files of the office: kept once by their hash, checked by their content, given back as they came."""
