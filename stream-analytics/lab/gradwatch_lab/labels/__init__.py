"""Labels by symptom as it is seen, measured against the healthy twin and the run itself. README.md has the rules."""
