"""Command line of the lab."""

import argparse
import sys


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="lab", description="Makes labelled telemetry of small networks, see README.md.")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="train runs, and label all that are there")
    run.add_argument("out", help="folder for what is made")
    run.add_argument("--runs", type=int, default=100, help="runs in all, faulty ones and healthy twins (default 100)")
    run.add_argument("--seed", type=int, default=1, help="of everything (default 1)")
    run.add_argument("--jobs", type=int, default=1, help="processes, of one thread each (default 1)")
    run.add_argument("--programs", help="only these programs, with commas between")
    label = commands.add_parser("label", help="write tables and labels anew, from what was kept")
    label.add_argument("out", help="folder that run has filled")
    look = commands.add_parser("look", help="draw random labelled runs beside their twins, as an HTML page")
    look.add_argument("out", help="folder that run has filled")
    look.add_argument("page", help="file to write")
    look.add_argument("--label", help="only runs with this label")
    look.add_argument("--count", type=int, default=60, help="runs (default 60)")
    look.add_argument("--seed", type=int, default=0, help="of the choice (default 0)")
    chosen = parser.parse_args(arguments)
    if chosen.command == "look":
        from . import sheet

        sheet.write(chosen.out, chosen.page, chosen.label, chosen.count, chosen.seed)
        return 0
    if chosen.command == "run":
        from . import generation, programs

        only = chosen.programs.split(",") if chosen.programs else None
        unknown = sorted(set(only or ()) - set(programs.all_programs()))
        if unknown:
            parser.error(f"no program is called {', '.join(unknown)}; there are {', '.join(sorted(programs.all_programs()))}")
        generation.generate(chosen.out, chosen.runs, chosen.seed, chosen.jobs, only)
    from . import card
    from .labels import index

    index.write(chosen.out)
    card.write(chosen.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
