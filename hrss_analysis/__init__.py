"""Labour and social-security figures: documents to tables, comparisons, projections, briefs.

Data flows one way; modules import only from layers below their own (a test keeps this true).

========== ================ =====================================================================
layer      module           purpose
========== ================ =====================================================================
ground     tables           the tables: columns, keys and units; the only code that stores them
ground     units            base units, printed precision and the interval a printed number allows
ground     reference        regions and indicators, read and validated
stage 1    documents        files to text whose every character leads back to its place
stage 1    readings         text to one row for each number exactly as printed
stage 1    sources          data/raw: source notes, transcribed readings and reference series
stage 1    corrections      what is used instead of a printed number, and why
stage 2    observations     readings to one value for each region, indicator, period and role
stage 3    comparisons      pairs of regions, graded by the comparability gate
stage 3    projections      observations to intervals ahead, borrowed from other short series
stage 4    monitoring       targets against what was reached: pace, verdict, probability
stage 4    indices          composite indices of comparable indicators, with rank intervals
check      audit            contradictions between numbers, and relations that confirm them
check      checks           what must hold across the tables; returns findings
publish    prose            numbers and sentences in Chinese and English, computed from tables
publish    charts           tidy table to one labelled SVG chart with a description
publish    page             the pieces of a brief: cards, figures, tables, coverage
publish    briefs           a notebook and its parameters to one self-contained HTML page
publish    trace            a value back to its characters, and characters to the pages
join       intake           the user's own documents: `hrss read` and `hrss add`
join       pipeline         runs the stages in order; the only module that knows them all
join       cli              the ``hrss`` command
========== ================ =====================================================================
"""

__version__ = "0.1.0"
