"""Every bound of the package: how far anything looks, how much it holds, how much it shows.

Each has its unit and its reason. ``MAX_...`` is the most of something that is taken, held, compared or shown;
``WINDOW_...`` is how far something looks from where it stands; ``MIN_...`` the least.
A bound of a comparison that was reached is told in the answer (QD905).
"""

from __future__ import annotations

# Text

# text/sentences.py
WINDOW_STOP_TOKENS = 4  # marks and dashes between a stop and the word that decides
WINDOW_CLAUSE_TOKENS = 30  # tokens to either side of an abbreviation that tell whether clauses meet at it
WINDOW_TAG_WORDS = 8  # words of a name and title between a mark and its verb

# text/shapes.py
MAX_SHAPES_REMEMBERED = 1 << 13  # tokens whose looks are kept, most of them marks: 1 MB

# text/tokens.py
MAX_LISTS_REMEMBERED = 4  # lists of abbreviations that are kept
# some 10 MB; of an archive's words nine in ten are among its latest so many
MAX_PIECES_REMEMBERED = 1 << 15
MAX_PIECE_CHARS = 40  # code points of a piece: bounds the above for hostile text

# Language data

# lang/corrections.py
MAX_NOTE_CHARS = 600  # characters of a paragraph that are looked at: a note says early what it is
MAX_PATTERN_WORDS = 3  # words of an entry of correction_words.txt

# lang/inflection.py
MAX_CONTRACTION_PARTS = 4  # parts of a contraction: shouldn't've has two

# lang/nouns.py
MAX_NOUNS_REMEMBERED = 1 << 15  # words whose readings are kept

# Readers

# readers/assembly.py
MAX_PARAGRAPHS = 50_000  # paragraphs of a story; no article has more
MAX_STORIES = 5_000  # items of a file; a day's feed has a tenth
MAX_ID_CHARS = 200  # characters of a story's id that name it
WINDOW_REPETITION_PARAGRAPHS = 6  # paragraphs of the copy that may repeat what stands above it

# readers/completeness.py
WINDOW_LAST_PARAGRAPHS = 6  # paragraphs at the end that are looked at
MAX_END_CHARS = 200  # characters of a paragraph's end that are looked at

# readers/fragments.py
MAX_REFERENCE_CHARS = 6  # characters of the references that need no semicolon
MAX_OPEN_ELEMENTS = 12  # open elements that are looked at for one to end

# readers/html.py
MAX_TAGS = 100_000  # tags of a page; a large one has a tenth, and what finds the story takes time for each

# readers/language.py
MAX_LANGUAGE_CHARS = 8_000  # characters that are looked at to tell the language

# readers/mainstory.py
# paragraphs that are looked for within others: each costs a look at the whole page
MAX_PARAGRAPH_SEARCHES = 300

# readers/metadata.py
MAX_META_DIGITS = 18  # digits of a version's number in a file's metadata

# readers/mhtml.py
MAX_MESSAGE_PARTS = 5_000  # parts of a message; a page with all its pictures has some hundreds
MAX_CHARACTER_BYTES = 8  # bytes of a character

# readers/page_metadata.py
MAX_LINKED_OBJECTS = 200  # objects of linked data that are looked at

# readers/paragraphs.py
WINDOW_BLANK_LINES = 12  # lines to either side that show whether blank lines part the paragraphs

# readers/plain.py
# lines with words on them; no article has more, and each costs some 50 microseconds to judge
MAX_LINES = 250_000

# readers/sniff.py
# bytes at the beginning that tell what a file is: some wires' files open with long comments
MAX_SNIFF_BYTES = 8192
MAX_MARKUP_CHARS = 65_536  # characters that are searched for markup in a file that does not open with any
MAX_DIRECTORY_BYTES = 65_536  # bytes at the end of a ZIP archive that hold the names in it
MAX_MIMETYPE_BYTES = 60  # bytes of the type that a document in a ZIP archive names first
MAX_FOLDER_BYTES = 5  # bytes of the name of a folder that shows what an archive is: word/
MAX_SHOWN_ELEMENT_CHARS = 40  # characters of an element's name that a message shows
MAX_SHOWN_KEYS = 4  # keys of JSON that a message shows

# readers/tree.py
MAX_TREE_DEPTH = 256  # elements within each other, or arrays and objects; no news format has a tenth

# readers/zipparts.py
MAX_PART_BYTES = 50_000_000  # bytes of a part once unpacked; the text of a long book has a tenth
MAX_ZIP_PARTS = 10_000  # parts of a document; one with all its pictures has some hundreds
MAX_UNPACKED_PART_BYTES = 10_000_000  # bytes of a part that are unpacked however well it is packed
MAX_ZIP_DIRECTORY_BYTES = 10_000_000  # bytes of an archive's directory: the names of some 100,000 files
WINDOW_DIRECTORY_END_BYTES = 70_000  # bytes at an archive's end that tell where its directory is

# readers/xmltree.py
MAX_ENTITY_CHARS = 64  # characters of a declared entity that is taken for the character it stands for
MAX_DECLARATION_BYTES = 400  # bytes in which a declaration stands

# readers/roles.py
MAX_EDGE_CHARS = 400  # characters of a paragraph's beginning, and of its end, that decide
MAX_LINE_CHARS = 120  # characters; a longer paragraph is no line of the site's or of names
MAX_NOTICE_CHARS = 300  # characters; a longer paragraph is no bracketed note, no bio
MAX_HEADLINE_CHARS = 250  # characters of a headline
MAX_SENTENCE_HEADLINE_CHARS = 150  # characters of one that ends in a full stop, as some archives have it
MAX_DECK_CHARS = 200  # characters of a line under the headline
# paragraphs under the headline among which the one with the dateline is looked for
WINDOW_LEAD_PARAGRAPHS = 12
WINDOW_BIO_PARAGRAPHS = 4  # paragraphs at the end that may be about the writer
WINDOW_ABSTRACT_PARAGRAPHS = 6  # paragraphs among which a line ABSTRACT is looked for
MAX_PARAGRAPHS_REMEMBERED = 1 << 9  # paragraphs whose looks are kept: 3 MB
MAX_PARAGRAPH_REMEMBERED_CHARS = 2_000  # code points: bounds the above for hostile text

# readers/records.py
MAX_FILE_BYTES = 10_000_000
"""bytes of the largest article, alone or as a record: a long feature has 100,000, a long novel millions"""

# readers/warc.py
MAX_ADDRESS_BYTES = 2_000  # characters of an address
MAX_BLANK_LINES = 8  # blank lines between records; the form has two
MAX_HEADER_LINE_BYTES = 65_536  # bytes of a header's line; addresses and cookies have a tenth
MAX_HEADER_LINES = 1_000  # lines of a header; a server's answer has some thirty

# readers/unpack.py, readers/zipped.py, readers/zipparts.py
MAX_UNPACKED_RATIO = 200  # times its size in the file; neither text nor XML packs nearly so well

# readers/unpack.py, readers/zipped.py
MAX_UNPACKED_BYTES = 20_000_000  # bytes that are unpacked however well they are packed

# readers/unpack.py
WINDOW_ZSTD_LOG = 26  # log2 of the bytes that a Zstandard file may refer back: 64 MB of memory

# readers/zipped.py
# bytes of an archive held in memory, if it can be read but once, as standard input
MAX_HELD_ARCHIVE_BYTES = 50_000_000

# readers/markdown.py
MAX_FRONT_MATTER_CHARS = 100_000  # characters of front matter; a story has some hundreds
MAX_MARKDOWN_DEPTH = 100  # blocks, or marks, within each other; no story has a tenth

# readers/wire.py
MAX_WIRE_HEADLINE_LINES = 8  # lines above the copy among which the headline is
WINDOW_ENDING_PARAGRAPHS = 2  # paragraphs behind the last break that may tell who else reported
MAX_ENDING_CHARS = 200  # characters of such a paragraph

# readers/__init__.py
MAX_STORIES_NAMED = 3  # stories that a message names
MAX_OFFICE_BYTES = 50_000_000  # bytes of a Word or OpenDocument file: pictures take most of them

# readers/containers.py
MAX_REASONS_NAMED = 4  # reasons that a message names

# Extraction

# extraction/engine.py
MAX_QUOTE_DEPTH = 3  # levels of quotes within quotes: copy never has more, hostile text may

# extraction/attitude.py
WINDOW_NOUN_TOKENS = 3  # tokens before a noun: an article and two adjectives

# extraction/clauses.py
MAX_MEDIUM_TOKENS = 8  # tokens: "interview with the Herald on Sunday"
MAX_VENUE_TOKENS = 4  # tokens: "in a television interview"
MAX_ESTIMATED_TOKENS = 10  # tokens: "put the number of people without power at"
MAX_ADVERBIAL_TOKENS = 16  # tokens of when and where it was said
MAX_ADDRESSEE_TOKENS = 10  # tokens: "a crowd of several thousand supporters in Dover"
WINDOW_TAIL_TOKENS = 5  # tokens in which "X said" must end for a comma before it to close the statement
WINDOW_JOINED_TOKENS = 9  # tokens in which a coordinated clause must show a verb of saying of its own

# extraction/continue_quotes.py
# paragraphs over which a quote without a source still belongs to the one before
WINDOW_CARRIED_PARAGRAPHS = 3
MAX_TOKENS_AFTER_QUOTE = 3  # tokens that may follow the quoted words in their paragraph: a stop, a bracket
WINDOW_RECENT_QUOTES = 5  # quotes to look back over for one with marks; indirect ones may stand between
MAX_TITLE_WORDS = 8  # words of a title set off by marks

# extraction/dialogue.py
WINDOW_ASKED_TOKENS = 6  # tokens behind "asked" that may say who was asked

# extraction/phrases.py
MAX_ASIDES = 4  # asides of a subject: Name (R-Texas) — an aside — said
# tokens of a common noun phrase whose verb is not known: the chief executive officer
MAX_COMMON_SUBJECT_TOKENS = 4
WINDOW_CONTACT_TOKENS = 5  # tokens of "a long criminal case" before those who called it so
MAX_SUBJECT_TOKENS = 30  # tokens: beyond that the walk has run away
MAX_PHRASE_TOKENS = 100  # tokens, its relative clauses included
MAX_SUBJECT_BRACKET_TOKENS = 8  # tokens of "(R-Texas)", "(UNHCR)"
WINDOW_VENUE_TOKENS = 5  # tokens from "in" to "interview" in "in a long telephone interview"

# extraction/extents.py
MAX_TOKENS_BEFORE_SUBJECT = 3  # tokens from the beginning of a sentence: "and even while" the mayor said
MAX_JUDGEMENT_TOKENS = 6  # tokens: "a rather bleak and unusual guess"
WINDOW_CONTENT_TOKENS = 12  # tokens from a cue to its contents

# extraction/grammar.py
WINDOW_RULE_TOKENS = 300  # tokens that any rule looks to either side: a bound for text without full stops

# extraction/marks.py
MAX_MEASURE_CHARS = 8  # code points of 6' 10.5

# extraction/memory.py
MAX_REMEMBERED_BYTES = (
    16_000_000  # bytes of answers: a story of 20,000 tokens, or what a longer one has read last
)

# extraction/token_kinds.py
MAX_KINDS_REMEMBERED = 1 << 15  # words as they are written, whose kinds are kept: some 5 MB

# extraction/names.py
MAX_TITLE_CASE_TOKENS = 5  # tokens of a name looked for in a title-case line
MAX_BODY_INITIALS = 6  # letters of a body's short name
MAX_RUNS_REMEMBERED = 1 << 13  # runs of capitalized words whose reading is kept
MAX_RUN_REMEMBERED_CHARS = 200  # code points: bounds what is remembered of hostile text
MAX_NAME_TOKENS = 14  # tokens of a name; longer runs are shouting or a headline

# extraction/namesakes.py
MAX_MONTH_LETTERS = 4  # letters of a month's abbreviation

# extraction/sources.py
MAX_APPOSED_NAME_TOKENS = 6  # tokens of a name before its appositive
MAX_BRACKET_TOKENS = 40  # tokens of what stands in brackets behind a name
MAX_EPITHET_TOKENS = 3  # tokens of an appositive that is no noun: "the accused", "the badly injured"

# extraction/titles.py
MAX_NICKNAME_WORDS = 3  # words: "The Big Man"
MAX_WORK_TITLE_WORDS = 10  # words of a title
WINDOW_KNOWN_FOR_TOKENS = 25  # tokens from a verb of knowing to the titles behind it

# Rules

# extraction/rules/after.py
WINDOW_SPLIT_TOKENS = 25  # tokens of attribution that may split a quote: a name with a title

# extraction/rules/before.py
MAX_ASIDE_TOKENS = 16  # tokens: "told his co-defendant, a student who insisted he was only filming, to go"
WINDOW_WEAK_CUE_TOKENS = 8  # tokens from a weak cue to the quoted words that make it one
WINDOW_AGENT_TOKENS = 12  # tokens from a passive to its "by"

# extraction/rules/labels.py
MAX_LABEL_LEAD_TOKENS = 20  # tokens of a sentence that leads up to a label
MAX_LABEL_TOKENS = 8  # tokens: "Sen. Jane Doe, R-Ohio:" is a label, a clause before a colon is not
MAX_SIGNATURE_TOKENS = 16  # tokens: a name with a title, after a dash
MAX_UNKNOWN_NAME_TOKENS = 5  # tokens of a name whose given name is not known

# extraction/rules/noun.py
MAX_NOUN_ASIDE_TOKENS = 14  # tokens: "its promise, made after an accident in 2022, that"

# extraction/rules/transcripts.py
MAX_TURN_LABEL_TOKENS = 6  # tokens: "Sen. Jane Doe of Ohio"
MAX_TURN_ASIDE_TOKENS = 12  # tokens behind a name: ", 34, a nurse", "appears for the board"
MAX_JUDGE_TOKENS = 5  # tokens: "Chief Justice Ann Poe"
MIN_TURNS = (
    3  # labelled paragraphs without marks before an article is taken for a transcript; also readers/roles
)
MAX_TURN_INITIALS = 4  # letters: "ASG"

# extraction/rules/quoted_as.py
MAX_QUOTED_SOURCE_TOKENS = 30  # tokens of who is quoted as saying

# extraction/rules/unlisted.py
MAX_UNLISTED_TOKENS = 12  # tokens of the subject and the verb

# extraction/rules/unmarked.py
MAX_LEAD_UP_TOKENS = 14  # tokens between a verb and the colon: "told staff in an e-mail on Monday"
MAX_POST_SIGNATURE_TOKENS = 14  # tokens before a post's handle: "— Port of Marle"
MAX_POST_DATE_TOKENS = 8  # tokens: "May 4, 2024 at 9:30 PM"
MAX_NAME_LINE_TOKENS = 6  # tokens of a name with its titles; a longer run is a headline
MAX_CLOSING_WORDS = 3  # words of "Yours sincerely,"
MAX_LETTER_PARAGRAPHS = 12  # paragraphs between a salutation and a closing
MAX_LETTER_CLOSE_PARAGRAPHS = 2  # paragraphs without "I" between the rest of a letter and its name

# Network

# extraction/learned/proposals.py
MAX_HEARER_TOKENS = 20  # tokens of whom something was told, where the network took them for content
MAX_READ_TOKENS = 1024  # tokens of a paragraph that the network reads at a time
MAX_WINDOW_ROWS = 12  # rows a token in the windows of cues, where they crowd as no prose has them
MAX_CUES_TRIED = 6  # cues that are tried for quoted words
MAX_FORMS_REMEMBERED = 1 << 16  # words as they are written: 20 MB

# extraction/learned/candidates.py
MAX_OBJECT_TOKENS = 6  # tokens: "her latest post on the web"
MAX_TAIL_TOKENS = 6  # tokens of "the criminal complaint states"

# extraction/learned/network.py
WINDOW_CUE_TOKENS = 160  # tokens each way from a cue within which its source and content are looked for
MAX_WORDS_REMEMBERED = 30_000  # words whose vectors are kept: 12 MB
MAX_VOCABULARIES = 2  # how often these are kept, for threads that read at the same moment
MAX_BATCH_ROWS = 1 << 13  # rows worked on at a time, for the memory's sake

# Speakers

# extraction/speakers/link.py
MAX_LINK_DEPTH = 8  # phrases that are linked on the way to one link; copy has five
WINDOW_ADDRESSEE_TOKENS = 6  # tokens between a verb and whom it addresses, with titles

# extraction/speakers/source_phrase.py
MAX_PHRASE_DEPTH = 3  # phrases within a phrase that are taken apart
MAX_SOURCE_TOKENS = 80  # tokens of a source that are taken apart

# extraction/speakers/anonymity.py
MAX_SOURCES_BACK = 12  # sources before the phrase that a later sentence may take up
MAX_TERMS_TOKENS = 80  # tokens of a clause that tells the terms of anonymity
WINDOW_ANONYMITY_SENTENCES = 3  # sentences that "he" or "the person" may look back over

# extraction/speakers/candidates.py
MAX_NOUN_BEARERS = 20  # bearers of a noun, or of a kin of nouns, that a description is compared with
MAX_RECENT_PERSONS = 12  # persons last mentioned that a pronoun or a noun is compared with
MAX_DESCRIPTIONS_WITH_RANK = 8  # first descriptions of somebody in which a word such as "deputy" is sought
MAX_MENTIONS_WITH_SIGNS = 8  # mentions of a person beside which a sign of what he is is looked for
MAX_NOUNS_BACK = 3  # nouns back in the copy that *they* or *it* is compared with
WINDOW_PRONOUN_TOKENS = 80  # tokens looked over for what a pronoun belongs to, however long the sentence is
WINDOW_INTRODUCTION_TOKENS = 160  # tokens looked over for the phrase that brings in whom a noun takes up
WINDOW_SUBJECT_SENTENCES = 3  # sentences back to the one whose subject a source may be
WINDOW_PRONOUN_SENTENCES = 8  # sentences that a pronoun or a noun looks back over
MAX_LISTED_TOKENS = 5  # tokens of one of several nouns in a list that is a source
MAX_TOKENS_BETWEEN_LISTED = 5  # tokens between two names of a list, with a title
MAX_LETTER_SIGNATURE_TOKENS = 8  # tokens of a writer's name and place: "Greta Holm, Mill Lane, Fernby"
MAX_PRESENTING_PARAGRAPHS = 4  # last paragraphs that may present the writer
MAX_OUTER_CONTENTS = 12  # contents looked at for the one that holds a first person
MAX_RELATIVE_CLAUSES = 8  # relative clauses in a row: "who ..., and who ..., and who said"
MAX_APPENDED_TOKENS = 12  # tokens that prepositions may add to a noun
MAX_MODIFIER_TOKENS = 4  # tokens between an article and its noun

# extraction/speakers/features.py
MAX_COMPLEMENT_TOKENS = 40  # tokens behind a noun that are looked over for what a preposition adds to it

# extraction/speakers/kinds.py
WINDOW_SINGLING_TOKENS = 3  # tokens behind the noun that may single out: "with direct knowledge"

# extraction/speakers/late_links.py
MAX_LEAD_SOURCES = 60  # sources of the headline and the lead that are looked at
MAX_HEADLINE_SOURCES = 12  # sources of headlines and summaries that are compared with the story's
MAX_LATE_MENTIONS = 60  # mentions of one person that are looked at

# extraction/speakers/register.py
MAX_APPOSITIVE_TOKENS = 40  # tokens an appositive may have
MAX_TOKENS_AFTER_APPOSITIVE = 4  # tokens between an appositive's comma and the name, with the name's titles
MAX_DESCRIPTION_TOKENS = 10  # tokens that a noun phrase before a name may have
WINDOW_OWNER_TOKENS = 40  # tokens from a name to "his wife, Ida"
WINDOW_PREDICATE_TOKENS = 8  # tokens from a name to what it is said to be: "has long worked as a nurse"
WINDOW_SUCCEEDING_TOKENS = 4  # tokens behind a name in which a verb tells that somebody succeeds another
WINDOW_OWN_TOKENS = 5  # tokens from a name to "its": "has again cut its"
MAX_TOKENS_BETWEEN_PAIR = 4  # tokens between two names, with "and" and a title
WINDOW_DEATH_TOKENS = 9  # tokens behind a name within which "who died" is about it
WINDOW_ACTED_SENTENCES = 2  # sentences for which it does even if that name is always given in full
WINDOW_FULL_NAME_SENTENCES = 7  # sentences for which a full name holds for the family name behind it
MAX_FAMILY_BEARERS = 40  # bearers of one family name that are compared; more are strangers
MAX_NAMESAKES = 8  # bearers of one given name, or of names a letter off, that are compared

# extraction/speakers/salience.py
WINDOW_SALIENCE_SENTENCES = 8  # sentences that a pronoun or an epithet may look back over
WINDOW_MENTIONS = 40  # mentions that are weighed for one pronoun

# Alignment of versions

# align/assign.py
# edges looked at before the rest is matched greedily: some ten seconds; stories stay far below
MAX_MATCHING_EDGES = 20_000_000
# edges looked at for one row before the best column found is taken; stories need about ten
MAX_ROW_EDGES = 500

# align/evidence.py
MAX_ORDER_CELLS = 25_000_000  # product of two lengths in stems up to which the order of words is looked at

# align/normalize.py
MAX_STEMS_REMEMBERED = 1 << 14  # words of whose stems it is kept what they weigh: 3 MB

# align/numbers.py
MAX_NUMBER_DIGITS = 30  # digits; longer numbers are compared as they stand (no arithmetic on hostile input)
MAX_NUMBER_WORDS = 12  # words of a number in words
MAX_NUMBER_SLASHES = 3  # figures joined by slashes

# align/quotes.py
MAX_SUBJECT_WORDS = 4  # words at the beginning of a statement for whom it is about
MAX_QUOTE_POSTINGS = 60  # quotes a word may stand in and still lead to candidates
MAX_QUOTE_CANDIDATES = 10  # quotes that one quote is compared with
MAX_SENTENCE_QUOTES = 40  # quotes of one sentence that a quote is compared with, those about as far on

# align/search.py
MAX_SEARCH_POSTINGS = 60  # sentences a word may stand in and still lead to where a quote's words stand
MAX_SEARCH_SENTENCES = 6  # sentences searched for the words of a quote
MAX_SEARCH_WORDS = 600  # words of a sentence, or of several together, of which only a part is searched

# align/sentences.py
MAX_SENTENCE_POSTINGS = 60  # sentences a word may stand in and still lead to candidates
MAX_SENTENCE_STEMS = 20  # rarest words of a sentence that are looked up
MAX_SENTENCE_CANDIDATES = 8  # sentences compared in full
WINDOW_ALIGNED_SENTENCES = 4  # sentences tried on either side of the place where this one should be

# align/speakers.py
MAX_SPEAKERS_ALIKE = 30  # speakers of the other version that one is compared with: nearly no story has more
MAX_ADDRESS_CHARS = 12  # characters before a name that are looked at for a form of address
# the same where one that shares a word of the name is enough: a story of a megabyte has as many
MAX_SPEAKERS_FOUND = 100

# align/words.py
MAX_DIFF_CELLS = 250_000  # product of two lengths in words up to which diff-match-patch compares them
# product of two lengths up to which sequences are compared, 64 cells at a time
MAX_BLOCK_CELLS = 25_000_000
# places to either side that are tried for words that may as well have been put elsewhere
MAX_SLIDE_WORDS = 60

# Changes

# changes/figures.py
MAX_FIGURES = 40  # figures of one sort on either side; of more, the rest is compared by value alone
WINDOW_FIGURE_WORDS = 6  # words to either side of a figure that are looked at
WINDOW_MOTION_WORDS = 4  # words before a name in which a verb of motion stands: flown by helicopter to Lusk
WINDOW_TOLL_WORDS = (
    12  # words before a figure in which the toll stands that it is: the death toll of the storm rose to 11
)

# changes/antecedent.py
WINDOW_ANTECEDENT_SENTENCES = 12  # sentences back in which a reader looks for whom a pronoun stands for
MAX_NAME_WORDS = 4  # words of a speaker's name that are taken to go together

# changes/context.py
# words to either side of a quote in which its attribution is looked for, in a very long sentence
WINDOW_ATTRIBUTION_WORDS = 60
MAX_ATTRIBUTION_WORDS = 4  # words of a sentence that is nothing but "she said"
MAX_SENTENCES_REMEMBERED = 1 << 11  # sentences whose words without typography are kept: 1 MB
MAX_SENTENCE_REMEMBERED_CHARS = 500  # code points: bounds the above for hostile text

# changes/corrections.py
WINDOW_KILL_PARAGRAPHS = 6  # paragraphs at the head of a version in which a kill is looked for

# changes/cue.py
MAX_CIRCUMSTANCE_WORDS = 9  # words after a cue: to whom, where or when

# changes/description.py
MAX_BARE_WORDS_REMEMBERED = 1 << 12  # words of sources that are kept without what stands around them
MAX_BARE_WORD_CHARS = 40  # code points: bounds the above for hostile text

# changes/hedge.py
MAX_REPORT_MODIFIERS = 3  # words between "according to" and "reports"
# words to either side of a cue, or of words that were said: some sentences have thousands
WINDOW_HEDGE_WORDS = 60
MAX_SPANS_BEFORE = 60  # spans that begin before these words, of which one may reach into them

# changes/meaning.py
MIN_CLAUSE_WORDS = 6  # words; words left out or added that are this many say something of their own
# words; up to this many at an edge are looked at if they hold nothing but items of meaning
MAX_LONE_WORDS = 4
# words after "not" within which "nothing" denies the same once more: "couldn't see nothing"
WINDOW_CONCORD_WORDS = 4

# changes/notes.py
MAX_CONTRAST_WORDS = 6  # words between two figures of which one was wrong

# changes/story.py
MAX_REFUSAL_GAP_WORDS = 5  # words between "declined" and "to comment"
MAX_QUOTES_IN_MESSAGE = 3  # quotes that a message shows

# changes/wording.py
MAX_STEPS_IN_MESSAGE = 3  # steps of an edit that a message shows
MAX_FIGURES_IN_MESSAGE = 3  # figures that a message shows

# Histories

# tracing/order.py
WINDOW_HEAD_PARAGRAPHS = 12  # paragraphs at the head of a version in which its marks and times stand
WINDOW_END_PARAGRAPHS = 6  # and at its end
MAX_STAMP_CHARS = 200  # characters of a paragraph that are looked at for marks and times
MAX_VERSION_NUMBER = 9_999  # greater numbers name a transmission: some wires send nine digits in no order
WINDOW_KILLED_PARAGRAPHS = 6  # paragraphs in which a kill is looked for, as for QD404
MAX_VERSION_DIGITS = 30  # digits; more are no version's number

# tracing/texts.py
# tokens of readings that are held at once: 20 MB; a usual story has less in all its versions
MAX_HELD_TOKENS = 40_000

# Excerpts

# excerpts.py
MAX_EXCERPT_CHARS = 70  # code points of the story that are shown within a sentence
MAX_MARKS_DEPTH = 3  # marks within marks that are shown: copy never has more, hostile text may

# Reports

# rendering/page/views.py
MAX_FINDINGS_LISTED = 5  # findings that are named at the head of a page, the worst

# rendering/junit.py
MAX_CASE_NAME_CHARS = 80  # characters of a quote's words that name its case

# rendering/page/slopes.py
MAX_SLOPE_NAME_CHARS = 26  # characters of a name

# rendering/words.py
MAX_QUOTE_CHARS = 2000  # characters of a quote shown; who wants more of one takes another format

# rendering/stages.py
MAX_FEATURES_SHOWN = 12  # features of a candidate that are shown, the heaviest

# rendering/github.py
MAX_ANNOTATIONS = 10  # annotations of a kind that GitHub shows of one step

# Archives

# archive/folder.py
MAX_STAGED = 4_000  # versions that are staged before they are written to files: 60 MB of rows
MAX_BUCKETS = 256  # folders that the files of a table are spread over
MAX_FILES = 8  # files of a table in a bucket before they are merged

# cli/__init__.py, cli/jobs.py, archive/workers.py
MAX_UNCOLLECTED_OBJECTS = 200_000  # objects made and not freed, before circles among them are looked for

# archive/times.py
MAX_TIME_CHARS = 64  # characters of a time

# Corpus

# corpus/loader.py
MAX_WORDS_CHARS = 60  # characters of a person's words that a message repeats

# corpus/verify.py
MAX_NAMING_WORDS = 8  # words of a quote that name it

# Configuration

# config/__init__.py
MAX_CONFIG_BYTES = 1_000_000  # bytes; no configuration has them

# config/aliases.py
MAX_ALIASES_BYTES = 1_000_000  # bytes; no list of names has them

# Command line

# cli/files.py
MAX_WINDOWS_JOBS = 60  # processes; Windows can wait for no more

# cli/jobs.py
# files a worker, begun or done, that wait for a slow one before them: bounds the memory
MAX_WAITING_FILES = 16

# cli/output.py
MAX_SUMMARY_BYTES = 1024 * 1024  # bytes of the summary of one step of GitHub's

# cli/run.py
MAX_PROBLEM_LINES = 20  # lines about problems on standard error; the JSON has them all

# cli/suggest.py
MAX_SUGGESTED_FILES = 3  # files that a suggestion repeats
