"""The Labour Office's counters, the places they serve, and who else helps: where, when, and how far."""
