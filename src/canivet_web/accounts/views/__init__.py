"""Pages of accounts, one module per thing people come to do."""
