"""The maturity grid: answered by service, scored at any time, frozen and compared."""
