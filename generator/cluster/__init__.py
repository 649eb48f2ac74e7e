"""Has the work of a build done by a Dask cluster: content goes there, bytes come back."""
