"""``schedule``: ready files for whatever starts commands on this machine. Prints them; where they go, each file's head says."""

from __future__ import annotations

import getpass
import os
import shlex
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from string import Template

import click

from crawler.cli.options import Given, shared_options

_SERVICE = Template("""\
# /etc/systemd/system/orewire.service
[Unit]
Description=orewire: crawl what is due
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart=$crawl --due
# 3: some sources failed, which the next run tries again. 75: another crawl holds the store.
SuccessExitStatus=3 75
TimeoutStartSec=2h
$shared
""")

_TIMER = """\
# /etc/systemd/system/orewire.timer
# Then: systemctl daemon-reload && systemctl enable --now orewire.timer
[Unit]
Description=orewire: look every five minutes for what is due

[Timer]
OnCalendar=*:0/5
Persistent=true
RandomizedDelaySec=30

[Install]
WantedBy=timers.target
"""

_WATCH = Template("""\
# /etc/systemd/system/orewire-watch.service
# Then: systemctl daemon-reload && systemctl enable --now orewire-watch.service
[Unit]
Description=orewire: stay up and crawl what is due
Wants=network-online.target
After=network-online.target

[Service]
Type=notify
NotifyAccess=main
ExecStart=$watch
WatchdogSec=2min
Restart=on-failure
RestartSec=30
TimeoutStopSec=15
$shared
[Install]
WantedBy=multi-user.target
""")

_SHARED = Template("""\
User=$user
Environment=$environment

# It fetches what strangers write: it may write its own folder and nothing else, and take its share of the memory only.
ReadWritePaths=$folder
NoNewPrivileges=true
ProtectSystem=strict
ProtectHome=$home
PrivateTmp=true
PrivateDevices=true
ProtectKernelTunables=true
ProtectKernelModules=true
ProtectControlGroups=true
RestrictSUIDSGID=true
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
LockPersonality=true
SystemCallArchitectures=native
MemoryMax=2G
TasksMax=128
Nice=10
""")

_CRON = Template("""\
# crontab -e
# Every five minutes; most runs find nothing due and end at once. No flock is needed: a second crawl ends with exit code 75.
MAILTO=""
OREWIRE_CONTACT=$contact
*/5 * * * * cd $folder && $crawl --due >> crawl.log 2>&1
""")

_CRONJOB = Template("""\
# kubectl apply -f orewire.yaml
# The image: python:3.11-slim with `pip install orewire`. One volume keeps the store; SQLite wants a disk of one node, no NFS.
apiVersion: batch/v1
kind: CronJob
metadata:
  name: orewire
spec:
  schedule: "*/5 * * * *"
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: 120
  successfulJobsHistoryLimit: 1
  failedJobsHistoryLimit: 3
  jobTemplate:
    spec:
      backoffLimit: 0
      activeDeadlineSeconds: 7200
      template:
        spec:
          restartPolicy: Never
          securityContext:
            runAsNonRoot: true
            runAsUser: 10001
            fsGroup: 10001
          containers:
            - name: orewire
              image: orewire:latest
              # 3: some sources failed, which the next run tries again. 75: another crawl holds the store. No failed jobs.
              command: ["/bin/sh", "-c"]
              args:
                - orewire crawl --due --db /wire/$db_name;
                  code=$$?; case $$code in 0|3|75) exit 0;; *) exit $$code;; esac
              env:
                - name: OREWIRE_CONTACT
                  value: $contact_yaml
              resources:
                limits:
                  memory: 2Gi
              securityContext:
                allowPrivilegeEscalation: false
                readOnlyRootFilesystem: true
                capabilities:
                  drop: ["ALL"]
              volumeMounts:
                - name: wire
                  mountPath: /wire
                - name: tmp
                  mountPath: /tmp
          volumes:
            - name: wire
              persistentVolumeClaim:
                claimName: orewire
            - name: tmp
              emptyDir: {}
""")


@click.command(short_help="Print ready files for systemd, cron or Kubernetes.")
@click.option(
    "--print",
    "form",
    type=click.Choice(("systemd", "cron", "kubernetes")),
    required=True,
    help="For what to print them.",
)
@click.option("--watch", is_flag=True, help="For systemd: one service that stays up, in place of a timer.")
@click.option("--user", metavar="NAME", help="For systemd: the user to run as; default: you.")
@shared_options(db=True, data=True)
def schedule(form: str, user: str | None, given: Given, *, watch: bool) -> None:
    """Print ready files that crawl what is due: for systemd (a timer, or a service that stays up), cron or Kubernetes.

    Example: orewire schedule --print systemd
    """
    if form != "systemd" and (watch or user):
        raise click.UsageError(f'{"--watch" if watch else "--user"} is for "--print systemd"')
    click.echo(files(form, Place.of(given), user=user, watch=watch), nl=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where everything lies on this machine."""

    program: Path
    """The ``orewire`` script, absolute."""
    db: Path
    """The store, absolute."""
    options: tuple[str, ...] = ()
    """Further options of the crawl, paths absolute."""
    contact: str | None = None
    """Whom the sites may write to; None where nobody is named."""

    @classmethod
    def of(cls, given: Given) -> Place:
        """Return what command line, environment and configuration say, with the script that is running."""
        found = shutil.which("orewire") or str(Path(sys.executable).with_name("orewire"))
        named = [("--data", given.data)] if given.data else []
        named += [("--sources", folder) for folder in given.source_folders]
        named += [("--config", given.config_path)] if given.config_path.is_file() else []
        options = tuple(part for name, path in named for part in (name, str(Path(path).absolute())))
        return cls(
            program=Path(os.path.abspath(found)),  # noqa: PTH100  # not resolved: a link into a venv leads out of it
            db=given.db.absolute(),
            options=options,
            contact=given.contact,
        )

    def words(self, command: str) -> list[str]:
        """Return a command line on the store, word by word."""
        return [str(self.program), command, "--db", str(self.db), *self.options]


def files(form: str, place: Place, *, user: str | None = None, watch: bool = False) -> str:
    """Return the files' text, one behind the other, each under a comment that says where it goes."""
    contact = place.contact or "you@example.org"
    if form == "kubernetes":
        return _CRONJOB.substitute(db_name=shlex.quote(place.db.name), contact_yaml=_yaml(contact))
    if form == "cron":
        # In a crontab, % ends the command.
        line, folder = (
            shlex.join(words).replace("%", r"\%") for words in (place.words("crawl"), [str(place.db.parent)])
        )
        return _CRON.substitute(crawl=line, folder=folder, contact=contact)
    shared = _SHARED.substitute(
        user=user or getpass.getuser(),
        folder=_quoted(str(place.db.parent)),
        environment=_quoted(f"OREWIRE_CONTACT={contact}"),
        home="read-only" if _is_at_home(place) else "true",
    )
    if watch:
        return _WATCH.substitute(watch=_line(place.words("watch")), shared=shared)
    return f"{_SERVICE.substitute(crawl=_line(place.words('crawl')), shared=shared)}\n{_TIMER}"


def _is_at_home(place: Place) -> bool:
    return any(
        path.is_relative_to(top) for path in (place.program, place.db) for top in ("/home", "/root", "/run/user")
    )


def _line(words: list[str]) -> str:
    return " ".join(_quoted(word.replace("$", "$$")) for word in words)  # a bare $ names a variable: systemd.service(5)


def _quoted(word: str) -> str:
    """A word of a unit file, by systemd.syntax(7): specifiers, spaces, quotation marks."""
    text = word.replace("\\", "\\\\").replace("%", "%%")
    return f'"{text.replace(chr(34), chr(92) + chr(34))}"' if any(mark in text for mark in " \"'\t;") else text


def _yaml(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
