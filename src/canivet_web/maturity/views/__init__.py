"""Pages of the maturity grid."""
