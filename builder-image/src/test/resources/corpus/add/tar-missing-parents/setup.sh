mkdir -p d/e && chmod 0700 d d/e && echo f >d/e/f && tar -cf a.tar d/e/f
