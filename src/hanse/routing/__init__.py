"""May this call leave, and to whom: policy x data class. Knows not how to call. Default: nothing leaves."""
