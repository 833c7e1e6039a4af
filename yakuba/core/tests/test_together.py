"""Several processes at once on one database: nothing is done twice, nothing is left out."""

from concurrent.futures import ThreadPoolExecutor

DECLARE = "happened = events.declare('sample.happened', '見本', code=str)\n"

PREPARE = f"""{DECLARE}
events.subscribe(happened)(print)
matter = actions.open_matter('sample', now=now)
for number in range(60):
    actions.set_timer(matter, f'timer.{{number}}', due_at=now)
    models.Event.objects.create(name='sample.happened', matter=matter, at=now, data={{'code': 'a'}})
for event in models.Event.objects.all():
    models.Delivery.objects.create(event=event, subscriber='builtins.print', due_at=now)
"""

WORK = f"""{DECLARE}
from yakuba.core import tasks
events.SUBSCRIBERS['sample.happened']['builtins.print'] = lambda event: print('heard', event.pk)
for _ in range(5):
    print('number', actions.next_number('dogs', year=2026))
    tasks.sweep(now=now)
"""

COUNT = "print(models.Event.objects.filter(name='timer.fallen_due').count())"


def test_each_number_is_taken_each_timer_falls_due_and_each_fact_is_heard_once(installation):
    installation.python(PREPARE)
    with ThreadPoolExecutor(3) as pool:
        said = "\n".join(pool.map(installation.python, [WORK] * 3)).splitlines()
    numbers = sorted(int(line.split()[1]) for line in said if line.startswith("number"))
    heard = [line for line in said if line.startswith("heard")]
    assert numbers == list(range(1, 16))
    assert len(heard) == len(set(heard)) == 60
    assert installation.python(COUNT) == "60"
