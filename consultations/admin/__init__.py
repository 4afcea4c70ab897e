from consultations.admin import consultation, event, invitation, outline, people

__all__ = ["consultation", "event", "invitation", "outline", "people"]
