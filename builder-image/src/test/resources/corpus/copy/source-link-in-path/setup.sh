mkdir d && echo f >d/f && ln -s d dirlink
