# shellcheck shell=sh
# A run that neither reads the developer's settings nor leaves anything behind; read by scripts/test and scripts/check.

KEEP='YAKUBA_TEST_[A-Z_]*'
for name in $(env | sed -n 's/^\(YAKUBA_[A-Z_]*\)=.*/\1/p'); do
    expr "$name" : "$KEEP\$" >/dev/null || unset "$name"
done

HERMETIC=$(mktemp -d "${TMPDIR:-/tmp}/yakuba.XXXXXX")
chmod 755 "$HERMETIC"
mkdir "$HERMETIC/data"
export YAKUBA_DATA="$HERMETIC/data" YAKUBA_KEYS="$HERMETIC/keys"

clean_up() {
    scripts/postgres stop "$HERMETIC/postgres"
    rm -rf "$HERMETIC"
}
trap clean_up EXIT
trap 'exit 130' HUP INT TERM
