"""Server-sent events: an open page hears what others change, within its own rights.

One task per process reads new facts, how long work goes and which notices wait; each connection is
told of those it watches and may see, and of who else has the same record open. Company is known
within one web process, which is how ``bin/run`` serves unless GUANXI_WEB_WORKERS says otherwise.
"""
