mkdir -p one/two && echo f >one/two/f.txt && chmod 0700 one && chmod 0750 one/two
