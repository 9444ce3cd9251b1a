"""What people call the words that the tables hold."""

from __future__ import annotations

from xianxing.i18n import gettext

WORDS = {
    "chairman": "chair of the board",
    "director": "board director",
    "independent_director": "independent director",
    "supervisor": "member of the supervisory board",
    "general_manager": "general manager",
    "executive": "senior executive",
    "legal_representative": "legal representative",
    "employee": "member of staff",
    "nominated_by": "candidate",
    "spouse": "husband or wife",
    "parent": "father or mother",
    "child": "son or daughter",
    "sibling": "brother or sister",
    "grandparent": "grandfather or grandmother",
    "grandchild": "grandson or granddaughter",
    "parent_in_law": "father- or mother-in-law",
    "child_in_law": "son- or daughter-in-law",
    "spouse_of_sibling": "spouse of a brother or sister",
    "sibling_of_spouse": "brother or sister of the spouse",
    "parent_of_child_in_law": "parent of a child's spouse",
    "guarantee": "a guarantee",
    "financial_assistance": "financial assistance",
    "margin_business": "margin trading",
    "pure_benefit": "pure benefit without consideration",
    "lpr_loan": "loan at no more than the LPR without security",
    "cash_subscription": "cash subscription",
    "underwriting": "underwriting of a public offering",
    "dividend": "dividend",
    "tender": "public tender",
    "same_terms_person": "ordinary product to a person on the same terms",
    "state_price": "price set by the state",
    "board": "the board of directors",
    "shareholders": "the shareholders' meeting",
    "independent_directors": "the independent directors' meeting",
    "for": "for the motion",
    "against": "against the motion",
}


def named(word: str) -> str:
    """What a word of the tables is called in the current language; the word itself where it has no name."""
    return gettext(WORDS[word]) if word in WORDS else word
