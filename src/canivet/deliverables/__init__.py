"""Documents made from a result: one tree of content, and its renderers."""

from canivet.deliverables.report import write_report

__all__ = ["write_report"]
