"""Headings and other fixed words of the report, in both languages side by side."""

from __future__ import annotations

from consultations import languages
from consultations.dates import NO_BREAK
from consultations.models import Bilingual, EventKind
from reports.compiler.prose.facts import Who
from reports.document import Wording

ABOUT = Bilingual("About this consultation", "À propos de cette consultation")
PURPOSE = Bilingual("Purpose", "Objet")
CO_CHAIRS = Bilingual("Co-chairs", "Coprésidence")
EVENTS = Bilingual("Events", "Événements")
TOOK_PART = Bilingual("Who took part", "Qui a participé")
DEPARTMENTS = Bilingual("Departments", "Ministères")
EXPERTS = Bilingual("International experts", "Expertes et experts internationaux")
LISTED = Bilingual(
    "Organizations and people who agreed to be listed",
    "Organisations et personnes qui ont accepté d’être nommées",
)

HOW_TO_READ = Bilingual("How to read this report", "Comment lire ce rapport")
CONTENT = Bilingual("What it contains", "Ce qu’il contient")
THREE_SECTIONS = Bilingual("The report is divided into three sections.", "Le rapport comprend trois parties.")
ANNEXES = Bilingual(
    "Annex A presents advice by the organization to which it was addressed. Annex B lists resources. Annex C gives "
    "the method and the figures.",
    "L’annexe A présente les conseils par organisation destinataire. L’annexe B énumère des ressources. L’annexe C "
    "expose la méthode et les chiffres.",
)
WHO_SAID_WHAT = Bilingual("Who said what", "Qui a dit quoi")
HOW_OFTEN = Bilingual("How often an idea was raised", "Fréquence des idées")
HOW_OFTEN_TEXT = Bilingual(
    "A line under each finding says in words how often it was raised. It counts accepted contributions on the "
    "topic, not people, and never gives a number.",
    "Sous chaque constat, une ligne dit en mots à quelle fréquence l’idée a été exprimée. Elle compte les "
    "contributions acceptées sur le sujet, et non les personnes, et ne donne jamais de nombre.",
)
WORDS = Bilingual("Words", "Mots")
MEANING = Bilingual("Meaning", "Sens")
QUOTATIONS = Bilingual("Quotations", "Citations")
LIMITS = Bilingual("Limits", "Limites")

SECTION = Bilingual("Section", "Partie")
ALSO_HEARD = Bilingual("Also heard", "Aussi entendu")
NOTHING_ON_SECTION = Bilingual(
    "Nothing was accepted for this section.", "Rien n’a été retenu pour cette partie du rapport."
)

ANNEX = Bilingual("Annex", "Annexe")
ADVICE = Bilingual("Advice by organization", "Conseils par organisation")
NO_ADVICE = Bilingual("No advice was addressed to it.", "Aucun conseil ne lui a été adressé.")
NO_ADDRESSEES = Bilingual(
    "This consultation had no organization to which advice could be addressed.",
    "Cette consultation ne prévoyait aucune organisation destinataire de conseils.",
)
COMMITMENTS = Bilingual("What it answers", "Ce qu’elle répond")
RESPONSES = {
    "accepted": Bilingual("accepted", "accepté"),
    "in_part": Bilingual("accepted in part", "accepté en partie"),
    "not_accepted": Bilingual("not accepted", "non accepté"),
}
RESOURCES = Bilingual("Resources", "Ressources")
NO_RESOURCES = Bilingual("No resources are listed.", "Aucune ressource n’est indiquée.")

METHOD_AND_FIGURES = Bilingual("Method and figures", "Méthode et chiffres")
METHOD = Bilingual("Method", "Méthode")
BECAME = Bilingual("What became of contributions", "Ce que sont devenues les contributions")
BECAME_CAPTION = Bilingual(
    "Contributions by channel and outcome", "Contributions selon le mode de participation et le sort réservé"
)
OUTCOME_CAPTION = Bilingual(
    "All contributions by outcome", "Ensemble des contributions selon le sort réservé"
)
OUTCOME = Bilingual("Outcome", "Sort réservé")
CONTRIBUTIONS = Bilingual("Contributions", "Contributions")
OTHERWISE = Bilingual(
    "Set aside, merged, withdrawn or in review", "Écartées, fusionnées, retirées ou à l’étude"
)
CAMPAIGNS = Bilingual("Campaigns", "Campagnes")
PARTICIPATION = Bilingual("Participation", "Participation")
PARTICIPATION_CAPTION = Bilingual("People or submissions, by event", "Personnes ou envois, par événement")
SURVEY = Bilingual("Survey results", "Résultats du sondage")
NO_FIGURES = Bilingual(
    "Too few answers came in to print figures.",
    "Trop peu de réponses ont été reçues pour imprimer des chiffres.",
)
CHANNEL = Bilingual("Channel", "Mode de participation")
RECEIVED = Bilingual("Received", "Reçues")
OUTCOMES = {
    "accepted": Bilingual("Accepted", "Acceptées"),
    "set_aside": Bilingual("Set aside", "Écartées"),
    "merged": Bilingual("Merged", "Fusionnées"),
    "withdrawn": Bilingual("Withdrawn", "Retirées"),
    "pending": Bilingual("In review", "À l’étude"),
}
ALL_CHANNELS = Bilingual("All channels", "Ensemble")
EVENT = Bilingual("Event", "Événement")
WHOSE = Bilingual("Counted", "Ce qui est compté")
NUMBER = Bilingual("Number", "Nombre")
SUBMISSIONS = Bilingual("Submissions", "Envois")
ANSWER = Bilingual("Answer", "Réponse")
ANSWERS = Bilingual("How many", "Combien")
RANKED_FIRST = Bilingual("Ranked first", "Au premier rang")
NO_ANSWER = Bilingual("No answer", "Sans réponse")
OTHER = Bilingual("Other", "Autre")
OTHER_MONTHS = Bilingual("Other months", "Autres mois")
LINE = Bilingual("Line", "Énoncé")

CHANNELS = {
    EventKind.CONFERENCE: Bilingual("Conference", "Conférence"),
    EventKind.MEETING: Bilingual("Public meetings", "Assemblées publiques"),
    EventKind.WEBINAR: Bilingual("Webinars", "Webinaires"),
    EventKind.SURVEY: Bilingual("Survey", "Sondage"),
    EventKind.SOCIAL: Bilingual("Social media", "Médias sociaux"),
    EventKind.OPEN_CALL: Bilingual("Open call", "Appel de contributions"),
}
IN_CHANNEL = {
    EventKind.CONFERENCE: Bilingual("conference", "conférence"),
    EventKind.MEETING: Bilingual("public meeting", "assemblée publique"),
    EventKind.WEBINAR: Bilingual("webinar", "webinaire"),
    EventKind.SURVEY: Bilingual("survey", "sondage"),
    EventKind.SOCIAL: Bilingual("social media", "médias sociaux"),
    EventKind.OPEN_CALL: Bilingual("open call", "appel de contributions"),
}
SPEAKERS = {
    "": Bilingual("A participant", "Une personne participante"),
    "civil_society": Bilingual("A member of civil society", "Une personne de la société civile"),
    "government": Bilingual("A government representative", "Une personne représentant le gouvernement"),
    "parliament": Bilingual("A participant from Parliament", "Une personne du milieu parlementaire"),
    "international_expert": Bilingual("An international expert", "Une experte ou un expert international"),
    "academia": Bilingual("A participant from academia", "Une personne du milieu universitaire"),
    "private_sector": Bilingual("A participant from the private sector", "Une personne du secteur privé"),
    "public": Bilingual("A member of the public", "Une personne du public"),
}
PRESENTATION = Bilingual("Presentation", "Présentation")
PARAPHRASED = Bilingual("paraphrased", "propos reformulés")
ILLUSTRATIVE = Bilingual("illustrative", "nom fictif")


def original(language: str) -> Bilingual:
    """French writes the names of languages small."""
    english, french = (languages.name_in(language, each) for each in ("en", "fr"))
    return Bilingual(f"original in {english}", f"original en {french.lower()}")


WHO = {
    Who.CIVIL_SOCIETY: Bilingual("Civil society", "Société civile"),
    Who.GOVERNMENT: Bilingual("Government", "Gouvernement"),
    Who.GOVERNMENT_AND_PARLIAMENT: Bilingual("Government and Parliament", "Gouvernement et Parlement"),
    Who.PARLIAMENT: Bilingual("Parliament", "Parlement"),
    Who.INTERNATIONAL_EXPERT: Bilingual("International experts", "Expertes et experts internationaux"),
    Who.ACADEMIA: Bilingual("Academia", "Milieu universitaire"),
    Who.PRIVATE_SECTOR: Bilingual("Private sector", "Secteur privé"),
    Who.PUBLIC: Bilingual("Members of the public", "Membres du public"),
}

WORDING = {
    "en": Wording(
        contents="Contents",
        kind="What we heard",
        skip_to_content="Skip to content",
        same_as_table="The figures of this chart stand in the table below it.",
        page="Page",
        language_name="English",
        internal_warning="Internal edition: for reviewers only. Not to be published.",
        colon=":",
        internal_evidence="Contributions behind this",
        release="Release",
    ),
    "fr": Wording(
        contents="Table des matières",
        kind="Ce que nous avons entendu",
        skip_to_content="Passer au contenu",
        same_as_table="Les chiffres de ce diagramme figurent dans le tableau qui le suit.",
        page="Page",
        language_name="Français",
        internal_warning="Édition interne : réservée aux personnes chargées de l’examen. Ne pas publier.".replace(
            " :", f"{NO_BREAK}:"
        ),
        colon=f"{NO_BREAK}:",
        internal_evidence="Contributions à l’appui",
        release="Parution",
    ),
}
