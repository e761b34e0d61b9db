"""What is answered, as frozen values: every report and document is made from them alone."""
