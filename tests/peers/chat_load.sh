#!/bin/sh
# Sets `copydesk bench chat` beside minimal bots of python-telegram-bot and discord.py, in one run.
# Usage: tests/peers/chat_load.sh [COPYDESK] [arguments of bench chat …]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
copydesk=${1:-copydesk}
[ $# -eq 0 ] || shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder"
"$folder/bin/pip" install -q --disable-pip-version-check python-telegram-bot discord.py
"$copydesk" bench chat "$@" \
    --telegram-peer "'$folder/bin/python' '$here/telegram_echo.py'" \
    --discord-peer "'$folder/bin/python' '$here/discord_echo.py'"
