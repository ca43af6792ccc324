mkdir d && ln -s target d/a && ln -P d/a d/b
