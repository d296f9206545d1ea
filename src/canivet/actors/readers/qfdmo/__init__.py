"""Longue Vie Aux Objets (ADEME): the open data of those who repair, take back and resell."""
