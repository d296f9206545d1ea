"""The inventory: import, review of models, exclusions, differences with the batch in force."""
