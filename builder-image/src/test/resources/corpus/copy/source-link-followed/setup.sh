echo t >target && ln -s target link && mkdir d && echo f >d/f && ln -s d dirlink
