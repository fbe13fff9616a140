"""Made-up data in any amount, for measuring: what `create_synthetic_data` writes."""

from inquiries.synthetic.filling import fill

__all__ = ["fill"]
