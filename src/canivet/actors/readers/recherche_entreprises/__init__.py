"""The API that searches companies (DINUM): answers saved in a JSON file."""
