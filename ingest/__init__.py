"""How paper becomes text: survey, intake, pages prepared, read and kept."""
