"""What a machine writes for staff who ask for it: drafts, summaries, translations, transcripts.

By OpenAI where it may be asked, else drafts and summaries by a template from the facts. A person reads, edits and
sends; nothing here sends anything or changes a message.
"""
