from consultations.admin import consultation, event, outline, people

__all__ = ["consultation", "event", "outline", "people"]
