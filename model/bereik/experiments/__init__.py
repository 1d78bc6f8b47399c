"""Many runs and what they say together: kinds of experiment, one way to run them, and one store.

`kinds/` has a module a kind: what its file says, which runs it needs, how they are summed up. The others:

- asked: `asked`, `forms`, `varying`, `draws` check what a file or a script says; `called` is without a file.
- run: `job`, `plan` number the runs; `experiment` does what is missing, `working` in a worker, with `pool`,
  `at_work`, `listener`.
- kept: `blocks`, `store`, `recorded`, `manifest` write; `values` and `kept` read back, `listing` lists.
- repeated: `rerun`.
- sums, of more kinds than one: `summary`, `wording`, `studies`, `worlds`, `shapley`, `indices`, `boxes`.
- of one kind only: `compare` with `precision`, `assumptions`, `paradox`, `pairing`, `nederland`,
  `persona` with `fates`, `patterns` with `gate`, `checks` with `mechanisms` and `queues`; `inference` is of
  calibration, `divisions` and `selection` are of allocation.
- no experiment: `single` is one run to look into, `ema` a model for the EMA workbench.
"""
