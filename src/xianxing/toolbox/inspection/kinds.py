"""The kinds of asset, and which of them a text means."""

from __future__ import annotations

EXEMPT = frozenset({
    "demand_deposit", "government_bond", "central_bank_bill", "policy_bank_bond", "local_government_bond",
})  # fmt: skip
OFFICIAL_BONDS = EXEMPT - {"demand_deposit"}
CORPORATE_BONDS = frozenset(
    {"financial_bond", "credit_bond", "convertible_bond", "exchangeable_bond", "abs", "ncd"}
)
ISSUED = CORPORATE_BONDS | {"stock", "unlisted_equity", "fund", "nonstandard_debt", "nonstandard_equity"}
SECURITIES = CORPORATE_BONDS | {"stock"}  # of a company: what bodies of state and banks of policy issue isn't
ONE_BOND = frozenset({"credit_bond", "financial_bond", "abs", "ncd"})
NONSTANDARD_EQUITY = frozenset({"nonstandard_equity", "unlisted_equity"})
EQUITY = frozenset({"stock", "unlisted_equity", "nonstandard_equity"})
DEBT = OFFICIAL_BONDS | CORPORATE_BONDS | {
    "demand_deposit", "term_deposit", "reverse_repo", "nonstandard_debt",
}  # fmt: skip
DERIVATIVES = frozenset({"futures", "listed_option", "otc_option", "snowball", "dma_swap", "swap"})
OTHERS = frozenset({"repo", "note", "receivable", "other", "reverse_repo", "term_deposit"})
ASSETS = tuple(sorted(EXEMPT | ISSUED | DERIVATIVES | OTHERS))

# Cash or for sale within seven working days by their kind, where `days_to_cash` isn't given (art. 47).
LIQUID = OFFICIAL_BONDS | (CORPORATE_BONDS - {"abs"}) | {
    "demand_deposit", "stock", "futures", "listed_option",
}  # fmt: skip
NEVER_LIQUID = NONSTANDARD_EQUITY | {"nonstandard_debt", "otc_option", "snowball", "dma_swap", "swap"}
RESTRICTED = NONSTANDARD_EQUITY | {"nonstandard_debt"}
# Whose flag `illiquid` has to be known.
RESTRICTABLE = SECURITIES | {"fund", "note", "other", "otc_option", "snowball", "dma_swap", "swap"}
HELD_LONG = EXEMPT | ISSUED | {"term_deposit", "reverse_repo"}
SHORT_IN_PRIVATE = frozenset({"stock", "fund"})  # a private fund may borrow and sell them

PLANS = frozenset({"collective", "single"})
PRODUCTS = ("collective", "single", "public_fund", "private_fund")
CLASSES = ("fixed_income", "equity", "derivatives", "mixed", "money", "fof")
