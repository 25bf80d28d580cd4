"""A notebook and its parameters to one self-contained HTML page.

Rooms: `choice` (which pages), `parameters` (checked before a kernel starts), `render` (notebook to
page, and what no page may hold), `publish` (many pages, in processes, only what changed), `index`
(the list of all pages).
"""

from hrss_analysis.briefs.choice import choose_jobs
from hrss_analysis.briefs.parameters import ParameterError, check_parameters
from hrss_analysis.briefs.publish import BriefJob, PublishError, default_jobs, publish
from hrss_analysis.briefs.render import PageError, render

__all__ = [
    "BriefJob",
    "PageError",
    "ParameterError",
    "PublishError",
    "check_parameters",
    "choose_jobs",
    "default_jobs",
    "publish",
    "render",
]
