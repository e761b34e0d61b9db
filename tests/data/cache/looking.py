# Run before the command: tells of every file that it opens, lists or asks about, except through `Watched`, where what
# is asked is told as such. Passed over is what belongs to Python, what is installed, the cache itself, and that click
# looks whether what an option names is of the right kind: the same is asked through `Watched` afterwards.
import atexit
import os
import sys

sys.path[:] = [place for place in sys.path if place]

from chrono.frontends.cache import folder, watched  # noqa: E402

CACHE = os.path.realpath(folder.folder())
PASSED_OVER = [os.path.realpath(place) for place in (sys.prefix, sys.base_prefix, *sys.path, CACHE, os.devnull)]
LOOKING = ("open", "os.listdir", "os.scandir", "os.mkdir", "os.remove", "os.rename", "os.utime", "glob.glob")
STARTING = ("subprocess", "socket", "os.system", "os.exec", "os.posix_spawn", "os.fork")
told, busy = set(), []


def tell(path):
    if busy or isinstance(path, int) or path is None:
        return
    busy.append(path)
    try:
        path = os.path.realpath(os.fsdecode(path))
        # Whether there is a folder for the cache, and whose it is, changes no answer.
        above = CACHE.startswith(path)
        if not above and not any(path == place or path.startswith(place + os.sep) for place in PASSED_OVER):
            told.add(path)
    finally:
        busy.pop()


def heard(event, arguments):
    if event in LOOKING:
        tell(arguments[0] if arguments else None)
    elif event.startswith(STARTING) and not busy:
        told.add(event)


def noted(self, question, *about, asked=watched.Watched._asked):
    print("asked:", *about, file=sys.stderr)
    busy.append(question)
    try:
        return asked(self, question, *about)
    finally:
        busy.pop()


def spied(function):
    def looked(path, *more, **named):
        if sys._getframe(1).f_globals["__name__"] != "click.types":
            tell(path)
        return function(path, *more, **named)

    return looked


watched.Watched._asked = noted
os.stat, os.lstat, os.readlink, os.access = map(spied, (os.stat, os.lstat, os.readlink, os.access))
sys.addaudithook(heard)
atexit.register(lambda: [print("looked:", path, file=sys.stderr) for path in sorted(told)])
