mkdir d && echo f >d/f && chmod 0640 d/f && ln -s f d/l && tar --owner=5 --group=6 -cf a.tar d && rm -r d
