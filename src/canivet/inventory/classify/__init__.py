"""From the text of a model to its family and archetype, with the rule that decided and a confidence."""

from canivet.inventory.classify.classifier import Classifier, Verdict
from canivet.inventory.classify.texts import model_key

__all__ = ["Classifier", "Verdict", "model_key"]
