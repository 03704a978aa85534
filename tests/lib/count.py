#!/usr/bin/python3
"""Adds up the result files of a test run and prints the failed tests, then "N passed, N failed, N skipped".

usage: count.py FOLDER PROJECT=EXIT_CODE...
A project that left no result file, or that failed without naming a test (it crashed or hung), counts as one failure.
"""
import glob
import os
import sys
import xml.etree.ElementTree as xml

SPACE = {"t": "http://microsoft.com/schemas/VisualStudio/TeamTest/2010"}


def read(path):
    passed = failed = skipped = 0
    problems = []
    root = xml.parse(path).getroot()
    for result in root.iterfind(".//t:UnitTestResult", SPACE):
        outcome = result.get("outcome")
        if outcome == "Passed":
            passed += 1
        elif outcome == "NotExecuted":
            skipped += 1
            reason = result.findtext(".//t:ErrorInfo/t:Message", "", SPACE) or result.findtext(".//t:StdOut", "", SPACE)
            print(f"SKIPPED {result.get('testName')}: {reason.strip()}")
        else:
            failed += 1
            message = result.findtext(".//t:ErrorInfo/t:Message", "", SPACE).strip()
            trace = result.findtext(".//t:ErrorInfo/t:StackTrace", "", SPACE).strip().splitlines()
            problems.append("\n".join([f"FAILED  {result.get('testName')}", message, *trace[:12]]))
    return passed, failed, skipped, problems


def main():
    folder, projects = sys.argv[1], [p.rsplit("=", 1) for p in sys.argv[2:]]
    passed = failed = skipped = 0
    problems = []
    for project, code in projects:
        files = glob.glob(os.path.join(folder, project, "*.trx"))
        if not files:
            failed += 1
            problems.append(f"FAILED  {project}: no result file (exit code {code})")
            continue
        failures = 0
        for file in files:
            try:
                p, f, s, found = read(file)
            except xml.ParseError as error:
                p, f, s, found = 0, 1, 0, [f"FAILED  {project}: unreadable result file: {error}"]
            passed, failed, skipped, failures = passed + p, failed + f, skipped + s, failures + f
            problems += found
        if code != "0" and failures == 0:
            failed += 1
            problems.append(f"FAILED  {project}: ended with code {code} without naming a test; see {folder}/{project}.log")
    for problem in problems:
        print("\n" + problem)
    if problems:
        print()
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


sys.exit(main())
