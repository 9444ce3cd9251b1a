#!/bin/sh
# A tool of the toolbox that is a supervised project reports on itself: run, indicators, push. Against the
# demonstration:
#
#     xianxing seed --scene pilot             # an empty folder; XIANXING_VAR says which
#     xianxing serve                          # in another window
#     examples/tool.sh                        # or: TOOL=inspection examples/tool.sh, TOOL=derivatives …
#
# It may run again: the same points are sent under the same key, and are taken in once. XIANXING_URL names
# another address, XIANXING another command; $TOKEN and $CASE a project of your own, $PERIOD another month.
set -eu
URL="${XIANXING_URL:-http://127.0.0.1:8000}"
XIANXING="${XIANXING:-xianxing}"
TOOL="${TOOL:-evaluation}"
PERIOD="${PERIOD:-2024-08}"
WORK="${WORK:-$(mktemp -d)}"
case "$TOOL" in
    inspection) PROJECT=资管业务现场检查智能底稿系统 PERSON=欧阳澈 ;;
    derivatives) PROJECT=场外衍生品保证金链上对账 PERSON=梅映雪 ;;
    evaluation) PROJECT=专精特新企业评价与产业链图谱工具 PERSON=简若华 ;;
    *) echo "TOOL is inspection, derivatives or evaluation" >&2; exit 2 ;;
esac
say() { printf '\n== %s\n' "$1"; }

say "The tool runs on its shipped example; an institution has a folder of its own"
[ -e "$WORK/example" ] || "$XIANXING" tool "$TOOL" example "$WORK/example"
[ -e "$WORK/out/result.json" ] || "$XIANXING" tool "$TOOL" run "$WORK/example" --out "$WORK/out" > "$WORK/said" ||
    [ $? -eq 1 ]    # 1 says that something is unmet: that is what is to be found

say "What the pilot measures of the run"
[ -e "$WORK/points.json" ] || "$XIANXING" tool "$TOOL" indicators "$WORK/out/result.json" > "$WORK/points.json"
cat "$WORK/points.json"

say "A token for the tool's project; people make theirs in the room of its monitoring"
if [ -z "${TOKEN:-}" ]; then
    NUMBER="$(curl --silent --show-error --fail-with-body "$URL/api/v1/register" | python3 -c 'import json, sys
print(next(one["number"] for one in json.load(sys.stdin)["projects"] if sys.argv[1] == one["project"]))' "$PROJECT")"
    TOKEN="$("$XIANXING" demo token "$PERSON" --project "$NUMBER" --scope read --scope values)"
fi
CASE="${CASE:-$(curl --silent --show-error --fail-with-body -H "Authorization: Bearer $TOKEN" "$URL/api/v1/token" |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["case"])')}"

say "The points go to the project as the indicators that its plan asks for"
XIANXING_TOKEN="$TOKEN" "$XIANXING" push "$WORK/points.json" --period "$PERIOD" \
    --url "$URL" --case "$CASE" --spool "$WORK/spool"
