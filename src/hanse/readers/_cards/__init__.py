"""What address books and calendars share: content lines, components, and the table of contacts."""
