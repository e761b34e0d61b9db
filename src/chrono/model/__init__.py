"""What a chronology holds, as values, and what is left of it where something is left out."""
