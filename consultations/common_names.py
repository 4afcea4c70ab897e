"""Words that are family names as well as something else, folded; and how sentences begin.

Kept by hand and short on purpose: whoever bears such a name is still found by full name, initial, title or address.
"""

from __future__ import annotations

# Common nouns, adjectives, months and places, English and French.
COMMON = frozenset(
    """
    abbott ash bach baker ball banks bank barber baron bay bell best bishop black blake bloom bond book brook brooks
    brown bridge bridges burns bush butler carpenter carter case cash chance chase christian church clay cook
    cooper craft cross day dean deer drake duke dyer early east english farmer field fields fisher flower flowers ford
    forest fox french frost gardener gates gentle gold good goodman grace grant gray green grey guard hall hand hart
    head hill hills holiday holland hope house hunt hunter ireland irish jolly joy judge justice king knight lake lamb
    land lane law lawn laws leader little long love major maker marsh march marshall mason may mayor meadows mercy
    miller mills moon moore more morrow mountain noble north page park parks parson peace penny pike pitt plant pool
    poor pope potter power powers prayer price prince prior prosper read reader reed rice rich rights rivers river rock
    rose rush sage sanders savage school sea shepherd sharp short silver singer small smith snow south spring star
    steel stern stone storm story street strong summer summers swift taylor temple thorn town trust turner vale
    valley victor virtue voice walker wall ward water waters weaver webb welcome wells west west white wild will
    wills wing winter wise wolf wood woods woman work worth wright young youth sky banker bright church
    beau belle berger bois bon bonne boucher boulanger bourgeois brun chance chapelle charpentier chevalier comte
    court cure dame dieu droit duc dumas enfant fabre ferme fleur fontaine force foret fort garde grand gros guerre
    jardin jeune juge jour libre lion loi loup maire maison marchand martel matin meunier moine monde moulin neveu
    noble noel noir nord page paix pasteur pauvre petit pierre pont potier prince printemps riviere roche roi roy
    roux sage savoir serre soleil sud tailleur temps terre tournier valet vallee vert ville voisin voix
    africa america amman asia berlin boston brazil canada chad chili china cuba cyprus denmark egypt england france
    georgia germany ghana guinea haiti india iran iraq israel jordan kent kenya korea lebanon lincoln london mali
    malta mexico milan montreal nepal niger oman ontario ottawa paris peru poland quebec rome russia scotland
    somalia spain sudan syria togo tunis turkey venice victoria vienna vietnam wales washington york
    january february april june july august september october november december monday friday sunday
    janvier avril mai juin juillet aout octobre
    """.split()  # noqa: SIM905
)
# Dotted letters that are something else.
DOTTED = frozenset(
    ["AD", "AI", "AM", "BC", "CA", "CV", "DC", "EG", "EU", "HR", "IE", "IT", "MP", "NB", "NL", "NS", "NY", "OK",
     "ON", "PC", "PE", "PM", "PR", "PS", "QC", "TV", "UK", "UN", "US", "UE", "VP", "USA", "ONU", "UNO", "JC"]
)  # fmt: skip
# Letters in capitals that name no organization, whoever calls itself so: looked for with its full name alone.
ABBREVIATIONS = DOTTED | frozenset(
    ["NGO", "ONG", "CSO", "OSC", "EN", "FR", "PDF", "CSV", "URL", "ID", "OR", "NO"]
)
# Words with a capital only because a sentence begins with them; a family name may follow.
OPENERS = frozenset(
    """
    a according after although an and as at because before both but by dear despite did do does for from had has have
    he her hers his how if in is it its just like may my no nor not of on once or our perhaps she since so that the
    their then there they this though thanks through thus to under unless until was we were what when where whereas
    whether which while who why with without yes you your
    apres au aussi aux avant avec car ce cet cette chez comme comment contre d dans de depuis des donc dont du elle
    en entre est et il ils je la le les leur leurs lors lorsque madame mais malgre ma mon ne ni nos notre nous on ou
    oui par parce pendant pour pourquoi puis qu quand que qui sa sans sauf selon ses si son sous sur tandis un une
    vers voici voila vos votre vous merci
    """.split()  # noqa: SIM905
)
