mkdir dir && cd dir && echo 1 >'a b' && echo 2 >"$(printf 'new\nline')" && echo 3 >'quo"te' && echo 4 >"$(printf 'lat\351n')" && echo 5 >'größe' && echo 6 >'back\slash' && echo 7 >-dash && cd ..
