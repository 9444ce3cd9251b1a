#!/bin/sh
# An institution's program reports on its project with nothing but curl. Against the demonstration:
#
#     xianxing seed --scene monitoring        # an empty folder; XIANXING_VAR says which
#     xianxing serve                          # in another window
#     examples/monitor.sh
#
# It may run again: every request that writes bears an idempotency key, and is answered as the first time.
# XIANXING_URL names another address, XIANXING another command; $TOKEN and $CASE a project of your own.
set -eu
API="${XIANXING_URL:-http://127.0.0.1:8000}/api/v1"
XIANXING="${XIANXING:-xianxing}"
PERSON="${PERSON:-周若岚}"

pick() { python3 -c 'import functools, json, sys
print(functools.reduce(lambda held, key: held[int(key) if key.isdigit() else key], sys.argv[1].split("."), json.load(sys.stdin)))' "$1"; }
get() { curl --silent --show-error --fail-with-body -H "Authorization: Bearer $TOKEN" "$API$1"; }
post() { curl --silent --show-error --fail-with-body -H "Authorization: Bearer $TOKEN" \
    -H "Content-Type: application/json" -H "Idempotency-Key: $2" --data "$3" "$API$1"; }
say() { printf '\n== %s\n' "$1"; }

say "The register is open: no token"
NUMBER="$(curl --silent --show-error --fail-with-body "$API/register" | pick projects.0.number)"
echo "$NUMBER"

say "A token for this project; people make theirs in the room of its monitoring"
TOKEN="${TOKEN:-$("$XIANXING" demo token "$PERSON" --project "$NUMBER" \
    --scope read --scope values --scope reports --scope incidents --scope complaints)}"
get /token
CASE="${CASE:-$(get /token | pick case)}"

say "Where the project stands, and how its indicators do"
get "/cases/$CASE" | pick name
get "/cases/$CASE/indicators" | python3 -c 'import json, sys
for one in json.load(sys.stdin)["indicators"]: print(one["indicator"], one["status"], one["next_due"])'

say "Values of July, sent twice under one key: taken in once"
VALUES='{"values": [
  {"indicator": "investors", "period": "2024-07", "value": "4120"},
  {"indicator": "availability", "period": "2024-07", "value": "99.97", "unit": "%"},
  {"indicator": "outages", "period": "2024-07", "value": "0"},
  {"indicator": "complaint_rate", "period": "2024-07", "value": "0.3"}]}'
post "/cases/$CASE/indicator-values" values-2024-07 "$VALUES"; echo
post "/cases/$CASE/indicator-values" values-2024-07 "$VALUES"; echo

say "What is wrong is said, and nothing of the batch stays"
post "/cases/$CASE/indicator-values" wrong-unit \
    '{"values": [{"indicator": "availability", "period": "2024-07", "value": "99.9", "unit": "次"}]}' || true; echo

say "Reports: what is to be written, what was asked"
get "/cases/$CASE/reports" | python3 -c 'import json, sys
found = json.load(sys.stdin)
for one in found["to_write"]: print("to write:", one["form"], one["item"] or "-", one["due"] or "-")
for one in found["reports"]: print("report", one["number"], one["standing"])'

say "A drill, and a complaint that came by telephone"
post "/cases/$CASE/incidents" drill-2024-08 '{"drill": true, "title": "备用链路切换演练",
  "account": "模拟主用链路中断，四分钟内切换完毕。", "systems": "核查服务",
  "occurred_at": "2024-08-07T10:00", "discovered_at": "2024-08-07T10:01"}'; echo
COMPLAINT="$(post "/cases/$CASE/complaints" call-2024-08 '{"kind": "inquiry", "way": "telephone",
  "received_on": "2024-08-07", "text": "查询结果页面如何申请更正？"}')"
echo "$COMPLAINT"
post "/cases/$CASE/complaints/$(echo "$COMPLAINT" | pick number)/settlement" call-2024-08-end \
    '{"words": "已说明更正入口和办理时间。"}'; echo

say "What the token isn't for is refused, with what would be needed"
get "/cases/$CASE/dossier.zip" || true; echo
