"""What will a file from the field become, and what must a person say first?"""

from analysis.study.intake.planning import plan
from analysis.study.intake.plans import Given, Heard, Plan
from analysis.study.intake.unsure import LANGUAGE_ASKED, ROLE_ASKED, UNLABELLED_ASKED, Unsure

__all__ = ["LANGUAGE_ASKED", "ROLE_ASKED", "UNLABELLED_ASKED", "Given", "Heard", "Plan", "Unsure", "plan"]
