"""A minimal discord.py bot that answers every command at once: the peer of `copydesk bench chat`."""

import os

import discord
import discord.http

discord.http.Route.BASE = os.environ["BENCH_API_URL"] + "/api/v10"


class Echo(discord.Client):
    async def on_interaction(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message("echo")


Echo(intents=discord.Intents(guilds=True)).run(os.environ["DISCORD_TOKEN"], log_handler=None)
