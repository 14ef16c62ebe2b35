"""A minimal discord.py bot that answers every command at once: the peer of `copydesk bench chat`."""

import json
import os
import urllib.request

import discord
import discord.gateway
import discord.http
import yarl

# The library has no setting for another address.
address = os.environ["BENCH_API_URL"] + "/api/v10"
discord.http.Route.BASE = address
with urllib.request.urlopen(address + "/gateway") as gateway:
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(json.load(gateway)["url"])


class Echo(discord.Client):
    async def on_interaction(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message("echo")


Echo(intents=discord.Intents(guilds=True)).run(os.environ["DISCORD_TOKEN"], log_handler=None)
