<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name></name>
    <message numerus="yes">
        <source>{deed} %Ln blocks</source>
        <extracomment>As in: Paint 12 blocks.</extracomment>
        <translation>
            <numerusform>{deed} %Ln block</numerusform>
            <numerusform>{deed} %Ln blocks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Push %Ln blocks up</source>
        <translation>
            <numerusform>Push %Ln block up</numerusform>
            <numerusform>Push %Ln blocks up</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Push %Ln blocks down</source>
        <translation>
            <numerusform>Push %Ln block down</numerusform>
            <numerusform>Push %Ln blocks down</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>wheel: %n blocks/s</source>
        <translation>
            <numerusform>wheel: %n block/s</numerusform>
            <numerusform>wheel: %n blocks/s</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Run queue (%n)</source>
        <translation>
            <numerusform>Run queue (%n)</numerusform>
            <numerusform>Run queue (%n)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln cells</source>
        <translation>
            <numerusform>%Ln cell</numerusform>
            <numerusform>%Ln cells</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln blocks</source>
        <translation>
            <numerusform>%Ln block</numerusform>
            <numerusform>%Ln blocks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pictures of {width} × {height}</source>
        <translation>
            <numerusform>%n picture of {width} × {height}</numerusform>
            <numerusform>%n pictures of {width} × {height}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln steps</source>
        <translation>
            <numerusform>%Ln step</numerusform>
            <numerusform>%Ln steps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>locked · %Ln cells</source>
        <translation>
            <numerusform>locked · %Ln cell</numerusform>
            <numerusform>locked · %Ln cells</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{state} on CPU, %n cores</source>
        <translation>
            <numerusform>{state} on CPU, %n core</numerusform>
            <numerusform>{state} on CPU, %n cores</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>run saved %n s ago</source>
        <translation>
            <numerusform>run saved %n s ago</numerusform>
            <numerusform>run saved %n s ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>run saved %n min ago</source>
        <translation>
            <numerusform>run saved %n min ago</numerusform>
            <numerusform>run saved %n min ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This run ({size}) and %n earlier ({more}) are in</source>
        <translation>
            <numerusform>This run ({size}) and %n earlier ({more}) are in</numerusform>
            <numerusform>This run ({size}) and %n earlier ({more}) are in</numerusform>
        </translation>
    </message>
</context>
</TS>
