"""Words by which somebody may be saying that they are in danger: they are shown help, and a reviewer sees them first.

It asks for the first person, or for a danger that is there now: a policy on suicide prevention, threatened species and
what was done to others are what consultations are about. It knows a few ways of saying it and misses others; nothing is
decided by it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from consultations.models import Consultation

# Both lists are read without accents, in small letters, with one kind of apostrophe.
I_AM = r"\b(?:i am|i'm|im|i feel|i've been|i have been|we are|we're)\b(?: (?:being|so|very|always|still|really|now))*"
FEELS = (
    r"(?:je suis|je me sens|j'ai ete|nous sommes)(?: (?:tres|toujours|encore|souvent|vraiment|maintenant))*"
)
CLOSE = (
    r"(?:he|she|they|(?:my|the) (?:husband|wife|partner|boyfriend|girlfriend|ex|father|mother|dad|mum|mom"
    r"|stepfather"
    r"|stepmother|brother|uncle|boss|son|family|roommate|landlord))"
)
PROCHE = (
    r"(?:il|elle|ils|elles|on|(?:mon|ma|mes) (?:mari|femme|conjointe?|copain|copine|ami|amie|ex|pere|mere"
    r"|beau-pere"
    r"|belle-mere|frere|oncle|patron|patronne|fils|famille|parents|proprietaire|coloc))"
)

ENGLISH = (
    # Wanting to die, or to hurt oneself.
    r"\bi (?:just |really )?(?:want|wanted|wish|plan|am going|'m going|intend) (?:to|i could) (?:die"
    r"|be dead|kill myself|end it all)\b",
    r"\bi(?:'m| am) (?:going|about|ready) to (?:die|kill myself|end it all|end my life|hurt myself)\b",
    r"\b(?:kill|killing|hurt|hurting|harm|harming|cut|cutting|hang|hanging) myself\b",
    r"\b(?:end|ending|take|taking) my (?:own )?life\b(?! (?:savings|insurance))",
    rf"{I_AM} suicidal\b|\bmy suicide\b|\bcommit suicide (?:tonight|today|tomorrow|soon)\b",
    r"\bi (?:think|thought|thinking|am thinking) (?:about|of) (?:suicide|dying|ending)\b",
    r"\bi(?:'d| would) (?:be |rather be )?better off dead\b|\bi wish i (?:was|were) (?:dead|never born)\b",
    r"\bi (?:do not|don't|dont|no longer|can't|cannot) (?:want to live|see a reason to live|go on living"
    r"|live any ?more)\b",
    r"\bno reason (?:left )?(?:for me )?to live\b",
    r"\bi (?:do not|don't|dont|no longer) want to be here any ?more\b",
    # Of everything, and not of the noise.
    r"\bi (?:can't|cant|cannot|can not) (?:take (?:it|this)|go on|do this) any ?more(?= *(?:[.!,;…]|$))",
    # Being hurt or threatened.
    r"\bi (?:was|am|have been|got|'ve been) (?:raped|being raped|sexually assaulted|beaten by)\b|\bi've been raped\b",
    rf"{I_AM} (?:afraid|scared|terrified|frightened) of (?:him|her)\b",
    rf"\b{CLOSE} (?:is |are |was |keeps? |has |have |will |often |always |sometimes |going to )*"
    r"(?:hits?|hitting|beats?|beating|beaten|hurts?|hurting|kicks?|chok(?:es?|ed|ing)|strangl(?:es?|ed|ing)"
    r"|punch(?:es|ed)?"
    r"|threatens?|threatened|threatening|rap(?:es?|ed)|stabs?|stabbed|kills?|killing|stalks?"
    r"|stalking) (?:me|my (?:kids|children|mother|sister))\b",
    r"\b(?:threatens?|threatened|threatening|wants?|going) to (?:kill|hurt|beat|stab|shoot) (?:me|us|my)\b",
    r"\b(?:he|she|they)(?:'ll| will| is going to|'s going to) (?:kill|hurt|find) me\b",
    rf"{I_AM} (?:afraid|scared|terrified|frightened|too scared|too afraid) (?:to go|of going|to be|of being"
    rf"|at|to stay)"
    r" (?:back )?(?:home|at home|with him|with her)\b",
    r"\b(?:afraid|scared|terrified|frightened) (?:of|for) my (?:husband|wife|partner|boyfriend|girlfriend"
    r"|ex|father|stepfather|life|safety)\b",
    r"\bi (?:fear|am in fear) (?:for|of) my (?:life|safety)\b",
    rf"{I_AM} (?:in danger|not safe|unsafe|abused|beaten|being hurt|trafficked|locked in|held)\b(?! (?:when"
    rf"|on|in|by|about|because of) )",
    r"\bi(?:'m| am) not safe (?:at home|here)\b|\bi do(?:n't| not) feel safe at home\b",
    r"\b(?:he|she|they) (?:won't|will not|doesn't|does not) let me (?:leave|go out|out)\b",
)
FRENCH = (
    r"\bje (?:veux|voudrais|souhaite|vais|voulais|prefere|pense a|songe a) (?:mourir|me tuer|me suicider"
    r"|m'enlever la vie|en finir|etre mort)",
    r"\b(?:j'ai envie|envie|l'intention|idee) (?:de |d')(?:mourir|me tuer|me suicider|en finir"
    r"|m'enlever la vie)\b",
    r"\b(?:me suicider|me tuer|m'automutiler|m'automutile|me mutiler|me mutile|me pendre|me faire du mal"
    r"|me fais du mal|m'enlever la vie|mettre fin a mes jours|en finir avec la vie)\b",
    rf"\b{FEELS} suicidaire\b|\bj'ai (?:des )?(?:idees|pensees) (?:suicidaires|noires|de suicide)\b",
    r"\bje pense au suicide\b|\bje ne veux plus vivre\b|\bj'veux (?:pas|plus) vivre\b|\bje veux plus vivre\b",
    r"\bje (?:serais|serai) mieux morte?\b|\bplus (?:aucune )?raison de vivre\b"
    r"|\bje ne supporte plus de vivre\b|\bje (?:ne )?veux plus etre la\b",
    r"\bje n'en peux plus(?= *(?:[.!,;…]|$))",
    rf"\b{PROCHE} (?:va |vont |veut |veulent |peut |a |ont |n'arrete pas de )?(?:me |m'(?:a |ont )?|nous )"
    r"(?:a |ont )?(?:frapp|batt?|bat\b|tap(?:e|er|ent)\b|cogn|menac|viol(?:e|ee|er|ent)\b|etrangl|tuer|tue\b"
    r"|maltrait|harcel|poignard|fait mal|fait du mal|suit partout)"
    r"(?!\w* (?:que|de voir|sur les nerfs))",
    r"\bmenac\w* de (?:me|nous) (?:tuer|frapper|battre|faire du mal)\b",
    r"\bj'ai (?:tres |trop |si )?peur (?:(?:de rentrer|d'aller|de retourner|d'etre"
    r"|de rester) )?(?:a la maison|chez (?:moi|nous|lui|elle))\b|\bj'ai peur de rentrer\b",
    r"\bj'ai (?:tres |trop |si )?peur (?:de mon (?:mari|conjoint|copain|ex|pere|beau-pere)"
    r"|de ma (?:conjointe|femme|mere)|de lui|pour ma (?:vie|securite))\b",
    r"\bje crains pour ma (?:vie|securite)\b",
    rf"\b{FEELS} (?:en danger|battue?|violentee?|maltraitee?|sequestree?|menacee? de mort"
    rf"|victime de violence|violee?|agressee? sexuellement)\b",
    r"\bje ne (?:suis|me sens) pas en securite (?:a la maison|chez moi|ici)\b|\bpas en securite chez moi\b",
    r"\b(?:il|elle) (?:ne )?(?:me laisse|veut) pas (?:me laisser )?(?:sortir|partir)\b"
    r"|\bm'empeche de (?:sortir|partir)\b",
)
SAYS_SO = re.compile("|".join((*ENGLISH, *FRENCH)))


def help_for(consultation: Consultation, texts: Iterable[str]) -> str:
    """To show to whoever has just written ``texts``; empty when they do not hint at danger."""
    return consultation.help if hints_at_danger(*texts) else ""


def hints_at_danger(*texts: str) -> bool:
    """Whether one of ``texts``, in English or in French, hints that somebody may be in danger."""
    return any(SAYS_SO.search(plain(text)) for text in texts)


def plain(text: str) -> str:
    """In small letters, in one line, without accents and with straight apostrophes."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return " ".join("".join(each for each in letters if not unicodedata.combining(each)).split())
