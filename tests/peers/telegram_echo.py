"""A minimal python-telegram-bot bot that says again what it is told: the peer of `copydesk bench chat`."""

import os

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    await update.message.reply_text(update.message.text)


# Without a rate limiter; updates are handled side by side, over as many connections as the library has by default.
application = (
    Application.builder()
    .token(os.environ["TELEGRAM_BOT_TOKEN"])
    .base_url(os.environ["BENCH_API_URL"] + "/bot")
    .concurrent_updates(True)
    .build()
)
application.add_handler(MessageHandler(filters.TEXT, echo))
application.run_polling()
