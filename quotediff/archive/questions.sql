-- Which share of the words quoted is from unnamed sources, by outlet and month?
SELECT coalesce(outlet, '') AS outlet, coalesce(substr(CAST(created AS VARCHAR), 1, 7), '') AS month,
       count(*) AS stories, sum(words) AS words,
       round(100.0 * sum(unnamed_words) / nullif(sum(words), 0), 2) AS percent_unnamed
FROM articles WHERE last = 1
GROUP BY 1, 2 ORDER BY 1, 2;

-- Which named sources were quoted in a story and vanished from it?
SELECT h.story, h.speaker_first AS speaker, count(*) AS quotes, max(h.last_number) AS last_seen
FROM quote_histories h WHERE h.unnamed_first = 0 AND h.speaker_first IS NOT NULL
GROUP BY 1, 2 HAVING max(h.survives) = 0
ORDER BY quotes DESC, 1, 2;

-- How often are errors changed without a correction note?
SELECT coalesce(a.outlet, '') AS outlet, count(*) AS steps, sum(CASE WHEN s.errors > 0 THEN 1 ELSE 0 END) AS with_errors,
       sum(CASE WHEN s.undeclared > 0 THEN 1 ELSE 0 END) AS undeclared
FROM steps s JOIN articles a ON a.version_id = s.new_version_id
GROUP BY 1 ORDER BY 1;

-- Which share of the quotes of first versions survives to the last, by kind?
SELECT h.kind_first AS kind, count(*) AS quotes, round(100.0 * sum(h.survives) / count(*), 1) AS percent_surviving
FROM quote_histories h JOIN stories s ON s.story = h.story
WHERE h.first_number = 1 AND s.versions > 1
GROUP BY 1 ORDER BY 1;

-- Who is added late: quoted in the last version, but not in the first?
SELECT h.story, h.speaker_last AS speaker, min(h.first_number) AS first_seen, count(*) AS quotes
FROM quote_histories h WHERE h.survives = 1 AND h.speaker_last IS NOT NULL AND h.unnamed_last = 0
GROUP BY 1, 2 HAVING min(h.first_number) > 1
ORDER BY quotes DESC, 1, 2;

-- Where did a source lose the name, or get one?
SELECT h.story, h.speaker_first, h.speaker_last, q.content
FROM quote_histories h
JOIN quotes q ON q.history_id = h.history_id AND q.version_id = h.first_version_id
WHERE h.unnamed_first <> h.unnamed_last AND h.speaker_first IS NOT NULL AND h.speaker_last IS NOT NULL
ORDER BY h.unnamed_last DESC, h.story, q.content;

-- Which words between quotation marks were changed?
SELECT c.story, n.number, c.message, c.old_text, c.new_text
FROM changes c JOIN articles n ON n.version_id = c.new_version_id
WHERE c.code = 'QD101'
ORDER BY c.story, n.number, c.change;

-- Who is quoted most, over all stories?
SELECT person, kind, names, stories, quotes, words
FROM people ORDER BY stories DESC, words DESC, person, kind LIMIT 20;

-- Which changes does each outlet make, in a hundred steps?
WITH made AS (
    SELECT coalesce(a.outlet, '') AS outlet, count(*) AS steps
    FROM steps s JOIN articles a ON a.version_id = s.new_version_id GROUP BY 1
)
SELECT m.outlet, c.code, c.name, count(*) AS changes, round(100.0 * count(*) / m.steps, 2) AS in_a_hundred
FROM changes c
JOIN articles a ON a.version_id = c.new_version_id
JOIN made m ON m.outlet = coalesce(a.outlet, '')
GROUP BY m.outlet, m.steps, c.code, c.name ORDER BY 1, 2;

-- Which quotes were dropped and came back?
SELECT h.story, h.speaker_first AS speaker, h.dropped, h.restored, q.content
FROM quote_histories h
JOIN quotes q ON q.history_id = h.history_id AND q.version_id = h.first_version_id
WHERE h.restored > 0
ORDER BY h.restored DESC, h.story, q.content;
