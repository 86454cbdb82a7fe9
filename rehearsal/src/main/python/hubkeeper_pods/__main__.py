"""Starts the pod runner, or one of the programs that it runs.

python -m hubkeeper_pods --cluster NAME=ENDPOINT,CA,CERT,KEY --simulator URL --dir DIR --ready-file FILE
python -m hubkeeper_pods PROGRAM --dir DIR
"""

import sys

from . import program, runner

if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        program.main(sys.argv[1:])
    else:
        runner.main(sys.argv[1:])
