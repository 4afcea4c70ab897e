from django import template

from submissions.review.printing import as_readers_see_it

register = template.Library()
register.filter("as_readers_see_it", as_readers_see_it)
